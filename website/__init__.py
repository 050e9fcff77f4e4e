"""What `make docs` builds: the page and the documentation as files that a browser opens."""
