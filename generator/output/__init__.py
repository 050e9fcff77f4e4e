"""Write generated output: find obstacles, compare, replace, and remove files."""
