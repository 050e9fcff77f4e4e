"""Side-by-side measurements: this project and its peers, in turns, in one go."""
