"""A spec with secret variables: one in the path, one in the query, and one in a parameter."""

SPEC = """\
format: 2
provider: {id: acme, name: Acme}
variables:
  account: {type: path, secret: true}
  api_key: {type: text, secret: true}
  partner: {type: text, secret: true}
authorization_endpoint:
  url: https://acme.example/{account}/authorize?key={api_key}
  parameters: [{name: partner_token, value: "p-{partner}"}]
token_endpoint: {url: https://acme.example/token, auth_methods: [client_secret_post]}
grants: [authorization_code]
"""
