"""The request that every side builds, and the response that it reads."""

DOMAIN = "media.example.com"
ENDPOINT = f"https://{DOMAIN}/oauth/authorize"
CLIENT_ID = "0c85b3f1-37c8-4c1f-9b0e-6f8d1c1e2a77"
REDIRECT_URI = "urn:ietf:wg:oauth:2.0:oob"
STATE = "3f7a1c0d9e5b4a6788990a1b2c3d4e5f"
SCOPES = ["readUsersData", "modifyUsersData"]
TOKEN = "2YotnFZFEjr1zCsicMWpAA"
ANSWER = (
    f"https://app.example.com/callback#access_token={TOKEN}"
    "&token_type=bearer&expires_in=3600"
    f"&scope=readUsersData%20modifyUsersData&state={STATE}"
)
PASTED = f"  <{ANSWER}>\n"
