"""Run the program: `python -m oauth_codegen`."""

from . import main

if __name__ == "__main__":
    main()
