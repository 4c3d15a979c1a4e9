"""What one person may use at once."""
