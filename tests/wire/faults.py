"""How the local Discord says no, with Discord's own codes."""

from tests.wire.world import Json


class Refused(Exception):
    """An answer of Discord that is an error: HTTP `status`, its own `code`, and its sentence."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message

    def body(self) -> Json:
        """The JSON that goes with it."""
        return {"message": self.message, "code": self.code}


def unknown(code: int, what: str) -> Refused:
    """404 for something that is not there."""
    return Refused(404, code, f"Unknown {what}")


UNAUTHORIZED = Refused(401, 0, "401: Unauthorized")
UNKNOWN_CHANNEL = unknown(10003, "Channel")
UNKNOWN_GUILD = unknown(10004, "Guild")
UNKNOWN_MEMBER = unknown(10007, "Member")
UNKNOWN_MESSAGE = unknown(10008, "Message")
UNKNOWN_USER = unknown(10013, "User")
UNKNOWN_WEBHOOK = unknown(10015, "Webhook")
UNKNOWN_INTERACTION = unknown(10062, "interaction")
UNKNOWN_EVENT = unknown(10070, "Guild Scheduled Event")
ACKNOWLEDGED = Refused(400, 40060, "Interaction has already been acknowledged.")
DEAD_TOKEN = Refused(401, 50027, "Invalid Webhook Token")
NOT_THEIRS = Refused(403, 50005, "Cannot edit a message authored by another user")
CLOSED = Refused(403, 50007, "Cannot send messages to this user")
TOO_MANY_EVENTS = Refused(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
