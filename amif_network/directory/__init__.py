"""The directory: organisations, people, and who works where and when."""
