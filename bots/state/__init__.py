"""What the bots remember between two messages: conversations, feedback, and questions that the plans did not answer."""

from bots.state.conversations import Conversations
from bots.state.feedback import FeedbackBook
from bots.state.records import Feedback, Turn, UnansweredQuestion, Verdict
from bots.state.store import State, open_state
from bots.state.unanswered import UnansweredQuestions

__all__ = [
    "Conversations",
    "Feedback",
    "FeedbackBook",
    "State",
    "Turn",
    "UnansweredQuestion",
    "UnansweredQuestions",
    "Verdict",
    "open_state",
]
