"""An OpenAPI description or the metadata of an authorization server, turned into a spec."""
