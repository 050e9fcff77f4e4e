"""Run the program: `python -m oauth_codegen`."""

from oauth_codegen import main

if __name__ == "__main__":
    main()
