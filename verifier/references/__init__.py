"""What a reference says: its statements, and how words of two texts line up."""
