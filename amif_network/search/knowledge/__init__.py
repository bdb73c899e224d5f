"""What the network knows: themes, round tables side by side, practices that inspire, lives of topics; a room without models."""
