"""Language models behind OpenAI-compatible endpoints. The only door to LlamaIndex's clients.

Waits and repeated requests are `retrying`'s; what fails in the end is one line without the key, the headers or the text that was sent.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Generator, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from research.adapters.retrying import PASSING, AskAgainError, asked_wait, retried
from research.errors import CouldNotAskError, DeskError, LimitExceededError
from research.model_settings import ModelSettings
from research.nouns.models import Finish, ModelReply, ModelRequest, StructuredWay

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse

_FUNCTION = "answer"
# Longer replies are not read: no answer is, and a gateway that never ends must not fill the memory.
MOST_CHARS = 400_000
_NEXT = "check the model's address and key with desk doctor; without a model the answer is extractive"
_FINISHES = {"stop": Finish.STOP, "tool_calls": Finish.STOP, "function_call": Finish.STOP, "length": Finish.LENGTH}
_FINISHES |= {"content_filter": Finish.REFUSED}
_T = TypeVar("_T")


class GatewayModel:
    """The `LLM` over one endpoint; thread-safe. Nothing is opened before the first request."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._client: Any = None
        self._close: Callable[[], None] | None = None

    def close(self) -> None:
        """Close the connections to the gateway; the next request opens new ones."""
        if self._close is not None:
            self._close()
            self._client = self._close = None

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._settings.name

    @property
    def is_remote(self) -> bool:
        """Return whether what is sent leaves this machine."""
        return self._settings.is_remote

    @property
    def context_window(self) -> int:
        """Return how many tokens a request and its reply may have together, those for the model's thoughts taken off."""
        return self._settings.context_window - self._settings.thinking_tokens

    def cost(self, reply: ModelReply) -> Decimal:
        """Return what a reply cost by the prices that are set, in their currency."""
        known = self._settings
        return (known.price_in * reply.prompt_tokens + known.price_out * reply.completion_tokens) / 1_000_000

    def ask(self, request: ModelRequest) -> ModelReply:
        """Return the model's reply; raises CouldNotAskError, LimitExceededError."""
        # Opened before the clock runs: the client's first import takes seconds.
        client = self._opened()
        turns, asked = _messages(request), self._arguments(request)
        response = self._retried(lambda left: client.chat(turns, timeout=left, **asked))
        return _reply(response, self.name, _finish(response))

    def stream(self, request: ModelRequest) -> Iterator[str | ModelReply]:
        """Yield the model's words as they come, then the whole reply; raises as `ask`. Only before the first word it is asked again."""
        client = self._opened()
        turns, asked = _messages(request), {"stream_options": {"include_usage": True}} | self._arguments(request)
        until = time.monotonic() + self._settings.seconds

        def begun(left: float) -> tuple[Generator[ChatResponse, None, None], ChatResponse | None]:
            """Return the pieces after the first one, and that one."""
            pieces = client.stream_chat(turns, timeout=left, **asked)
            return pieces, next(pieces, None)

        pieces, piece = self._retried(begun)
        try:
            yield from self._read(pieces, piece, until)
        finally:
            # Who stops listening stops the gateway too.
            pieces.close()

    def _read(self, pieces: Generator[ChatResponse, None, None], piece: ChatResponse | None, until: float) -> Iterator[str | ModelReply]:
        """Yield the words of a stream that has begun with a piece, then the reply."""
        response, finish, said, counts = None, Finish.CUT, 0, (0, 0)
        while piece is not None:
            if _has_choices(piece):
                response, finish = piece, _later(finish, _finish(piece))
                words = piece.delta or _new_arguments(piece, said)
                said += len(words)
                if words:
                    yield words
            counts = _counts(piece) if any(_counts(piece)) else counts
            if said > MOST_CHARS:
                raise LimitExceededError(f"model {self.name} went on beyond {MOST_CHARS:,} characters", _NEXT)
            if time.monotonic() > until:
                raise CouldNotAskError(f"model {self.name} did not end within {self._settings.seconds:g} seconds", _NEXT)
            piece = self._guarded(lambda: next(pieces, None))
        if response is None or finish is Finish.CUT:
            raise CouldNotAskError(f"model {self.name} broke off in the middle of its answer", _NEXT)
        yield ModelReply(_text(response), self.name, finish, *counts)

    def _opened(self) -> Any:  # noqa: ANN401 - the client's own class, which is imported when it is needed
        if self._client is None:
            import openai  # noqa: PLC0415
            from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415 (a second to import)

            from research.adapters.limited_client import LimitedClient  # noqa: PLC0415
            from research.adapters.quiet import quieten_clients  # noqa: PLC0415

            quieten_clients()

            known = self._settings
            key = known.key.get_secret_value() or "none"
            through = LimitedClient(seconds=known.seconds, own=known.is_loopback)
            headers = {name: value.get_secret_value() for name, value in known.headers.items()}
            # Neither LlamaIndex nor its client asks again: each would for itself, and neither within the time that is set.
            asking = openai.OpenAI(
                api_key=key,
                base_url=known.url,
                max_retries=0,
                timeout=known.seconds,
                default_headers=headers,
                http_client=through,
            )
            self._close = asking.close
            self._client = OpenAILike(
                model=known.name,
                api_base=known.url,
                # The client has the key; what is printed of this object has none.
                api_key="none",
                openai_client=asking,
                max_retries=0,
                context_window=known.context_window,
                is_chat_model=True,
                is_function_calling_model=known.structured is StructuredWay.FUNCTION,
                should_use_structured_outputs=known.structured is StructuredWay.SCHEMA,
                temperature=0.0,
            )
        return self._client

    def _arguments(self, request: ModelRequest) -> dict[str, Any]:
        arguments: dict[str, Any] = {"max_tokens": min(request.max_tokens, self._settings.max_tokens) + self._settings.thinking_tokens}
        if request.schema and self._settings.structured is StructuredWay.FUNCTION:
            function = {"name": _FUNCTION, "description": "Give the answer.", "parameters": json.loads(request.schema)}
            arguments["tools"] = [{"type": "function", "function": function}]
            arguments["tool_choice"] = {"type": "function", "function": {"name": _FUNCTION}}
        elif request.schema and self._settings.structured is StructuredWay.SCHEMA:
            schema = {"name": _FUNCTION, "schema": json.loads(request.schema), "strict": True}
            arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
        return arguments

    def _retried(self, call: Callable[[float], _T]) -> _T:
        """Return what a call of the client gives, which is told how many seconds are left, and is made again when that may help."""
        return retried(lambda left: self._tried(lambda: call(left)), retries=self._settings.retries, seconds=self._settings.seconds)

    def _guarded(self, call: Callable[[], _T]) -> _T:
        """Return what a call of the client gives; whatever fails is one line that repeats nothing of what was sent."""
        try:
            return self._tried(call)
        except AskAgainError as again:
            raise again.error from again.__cause__

    def _tried(self, call: Callable[[], _T]) -> _T:
        """Return what a call of the client gives; what may pass is an AskAgainError.

        The client's own error is not chained to ours: it repeats what the gateway said, and that may be the key or the text.
        """
        import httpx  # noqa: PLC0415
        import openai  # noqa: PLC0415

        try:
            return call()
        except (openai.APITimeoutError, httpx.TimeoutException):
            raise CouldNotAskError(f"model {self.name} did not answer within {self._settings.seconds:g} seconds", _NEXT) from None
        except openai.APIStatusError as error:
            failed = CouldNotAskError(f"model {self.name}: the gateway answered {error.status_code} ({_said_by(error)})", _NEXT)
            if error.status_code not in PASSING:
                raise failed from None
            raise AskAgainError(failed, asked_wait(error.response.headers)) from None
        except (openai.OpenAIError, httpx.HTTPError, OSError) as error:
            if isinstance(error.__cause__, DeskError):
                raise LimitExceededError(f"model {self.name}: {error.__cause__.message}", _NEXT) from None
            unreached = CouldNotAskError(f"model {self.name} could not be reached ({_why_unreached(error)})", _NEXT)
            raise AskAgainError(unreached) from None
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise CouldNotAskError(f"model {self.name} sent what is no reply ({type(error).__name__})", _NEXT) from None


def _why_unreached(error: BaseException) -> str:
    """Return what stands behind a failed connection, in words of ours: the client's own may repeat what was sent."""
    behind: BaseException | None = error
    while behind is not None:
        if why := next((words for kind, words in _UNREACHED if isinstance(behind, kind)), ""):
            return why
        behind = behind.__cause__ or behind.__context__
    return type(error).__name__


_UNREACHED = (
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ssl.SSLError, "it does not speak TLS there"),
    (socket.gaierror, "its name is not known"),
    (ConnectionRefusedError, "nothing listens there"),
)
_STATUS = {400: "it does not take the request", 401: "it wants a key", 403: "the key may not use it", 404: "it has no such model"}
_STATUS |= {408: "it timed out", 413: "the request is too long for it", 429: "it is overloaded"}


def _said_by(error: Any) -> str:  # noqa: ANN401 - the client's own error
    """Return what a status means; the gateway's own words may repeat what was sent and are left out."""
    status = int(error.status_code)
    return _STATUS.get(status, "it failed" if status >= 500 else "it refused the request")


def _messages(request: ModelRequest) -> list[ChatMessage]:
    from llama_index.core.base.llms.types import ChatMessage  # noqa: PLC0415

    return [ChatMessage(role=turn.role, content=turn.text) for turn in request.turns]


def _reply(response: ChatResponse, name: str, finish: Finish) -> ModelReply:
    text = _text(response)
    if len(text) > MOST_CHARS:
        raise LimitExceededError(f"model {name} said more than {MOST_CHARS:,} characters", _NEXT)
    return ModelReply(text, name, Finish.STOP if finish is Finish.CUT else finish, *_counts(response))


def _text(response: ChatResponse) -> str:
    """Return what was said: a function's arguments, else the message's text."""
    return _function_arguments(response) or (response.message.content or "")


def _function_arguments(response: ChatResponse) -> str:
    calls = response.message.additional_kwargs.get("tool_calls") or ()
    return next((str(call.function.arguments) for call in calls if call.function and call.function.arguments), "")


def _new_arguments(response: ChatResponse, said: int) -> str:
    return _function_arguments(response)[said:]


def _has_choices(response: ChatResponse) -> bool:
    return bool(getattr(response.raw, "choices", None))


def _later(before: Finish, now: Finish) -> Finish:
    """Return why a stream ended, by what its pieces said before and say now: a refusal is not taken back."""
    return before if now is Finish.CUT or before is Finish.REFUSED else now


def _finish(response: ChatResponse) -> Finish:
    choices = getattr(response.raw, "choices", None)
    if not choices:
        return Finish.CUT
    said = getattr(choices[0], "message", None) or getattr(choices[0], "delta", None)
    if getattr(said, "refusal", None):
        return Finish.REFUSED
    reason = choices[0].finish_reason
    return _FINISHES.get(str(reason), Finish.STOP) if reason else Finish.CUT


def _counts(response: ChatResponse) -> tuple[int, int]:
    usage = getattr(response.raw, "usage", None)
    return (int(getattr(usage, "prompt_tokens", 0) or 0), int(getattr(usage, "completion_tokens", 0) or 0)) if usage else (0, 0)
