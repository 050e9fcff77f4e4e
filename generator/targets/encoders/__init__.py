"""The only way from a spec's words to an output: one module per format, one encoder per place.

Each encoder takes a `Text` or a `str` and returns `Code` that its place reads back as the same
words. In prose, a run of spaces becomes one space. The encoders of a programming language are in
the folder of that language.
"""
