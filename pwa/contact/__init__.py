"""The patient's side of contact: write to the team, or ask to be rung back."""

from pwa.contact.conversation import Kind, messages_of, overdue, send
from pwa.contact.models import Message

__all__ = ["Kind", "Message", "messages_of", "overdue", "send"]
