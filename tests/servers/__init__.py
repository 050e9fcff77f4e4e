"""The generated packages against authorization servers that this project did not write."""
