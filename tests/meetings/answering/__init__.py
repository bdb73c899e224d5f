"""An organisation answers the minutes it was sent."""
