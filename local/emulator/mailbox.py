"""The mails to one address, where `to` asks for them: `/_ministack/ses/messages?account=…&to=…`.

MiniStack gives all mails of an account or none. Those of a test run are megabytes, and whoever waits for one of them
looks four times a second.
"""

import json

from ministack import app
from ministack.services import ses

every_mail = app._handle_ses_messages_request


async def mailbox(method, path, headers, query):
    to = query.get("to")
    if path != "/_ministack/ses/messages" or to is None:
        return await every_mail(method, path, headers, query)
    account = query["account"][0]
    kept = [
        shown(mail)
        for (of, *_, name), mails in ses._sent_emails.to_dict().items()
        if of == account and name == "entries"
        for mail in mails
        if to[0] in mail["To"]
    ]
    return 200, {"Content-Type": "application/json"}, json.dumps({"messages": {account: kept}}).encode()


def shown(mail):
    names = ("MessageId", "Source", "To", "Subject", "BodyText", "BodyHtml", "Timestamp")
    return {name: mail.get(name) for name in names}


app._handle_ses_messages_request = mailbox
