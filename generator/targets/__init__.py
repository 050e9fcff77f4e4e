"""One module a target: it turns the model into views, and lists which file comes from where."""
