"""Everything that a request can be refused for: its status, its name, and what to do about it, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from ingest.errors import PlanError


class WebError(PlanError):
    """A request that is refused; each kind is one problem type of the API (RFC 9457)."""

    status: HTTPStatus = HTTPStatus.INTERNAL_SERVER_ERROR
    slug = "internal"
    title = ("Lỗi máy chủ", "Server fault")

    def __init__(self, vietnamese: str, english: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(vietnamese, english)
        self.headers = dict(headers or {})


class InvalidRequestError(WebError):
    """The request is not of the form that the route takes."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    slug = "invalid-request"
    title = ("Yêu cầu không hợp lệ", "Invalid request")

    def __init__(self, faults: tuple[tuple[str, str], ...] = (), vietnamese: str = "", english: str = "") -> None:
        """`faults` are pairs of the place, a JSON pointer or the name of a parameter, and what is wrong with it."""
        told = "; ".join(f"{place}: {fault}" for place, fault in faults[:5])
        super().__init__(
            vietnamese or f"Yêu cầu không đúng dạng, hãy sửa: {told}",
            english or f"The request is not of the expected form, please mend: {told}",
        )
        self.faults = faults


class NothingHereError(WebError):
    """There is nothing at the address, or no such plan, source, answer or job."""

    status = HTTPStatus.NOT_FOUND
    slug = "not-found"
    title = ("Không tìm thấy", "Not found")

    def __init__(self, vietnamese: str = "", english: str = "") -> None:
        super().__init__(
            vietnamese or "Không có gì ở địa chỉ này; hãy kiểm tra lại đường dẫn.",
            english or "There is nothing at this address; please check it.",
        )


class MethodError(WebError):
    """The address exists and takes other methods."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    slug = "method-not-allowed"
    title = ("Phương thức không dùng được", "Method not allowed")

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        allowed = (headers or {}).get("allow", (headers or {}).get("Allow", ""))
        super().__init__(
            f"Địa chỉ này không nhận phương thức đó; hãy dùng: {allowed}.",
            f"This address does not take that method; use: {allowed}.",
            headers,
        )


class BodyTooLargeError(WebError):
    """The body is larger than what is read."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    slug = "body-too-large"
    title = ("Nội dung quá lớn", "Body too large")

    def __init__(self) -> None:
        super().__init__(
            "Nội dung gửi lên vượt quá giới hạn; hãy gửi nội dung ngắn hơn hoặc tệp nhỏ hơn.",
            "What was sent is larger than the limit; send less, or a smaller file.",
        )


class TooSlowError(WebError):
    """The body did not arrive in time."""

    status = HTTPStatus.REQUEST_TIMEOUT
    slug = "too-slow"
    title = ("Gửi quá chậm", "Request too slow")

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Máy chủ đã chờ nội dung {seconds:g} giây mà chưa nhận đủ; hãy gửi lại khi mạng tốt hơn.",
            f"The server waited {seconds:g} s for the body; send it again over a better connection.",
            {"connection": "close"},
        )


class MediaTypeError(WebError):
    """The file is of a kind that is not read."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    slug = "unsupported-file"
    title = ("Loại tệp không đọc được", "Unsupported file")


class OriginError(WebError):
    """A page of a site that is not on the list calls the API."""

    status = HTTPStatus.FORBIDDEN
    slug = "origin-not-allowed"
    title = ("Trang web chưa được phép", "Site not allowed")

    def __init__(self, origin: str) -> None:
        super().__init__(
            f"Trang {origin} chưa được phép dùng trợ lý này. Người quản trị máy chủ thêm địa chỉ đó vào ALLOWED_ORIGINS"
            " rồi khởi động lại.",
            f"The site {origin} may not use this assistant. The server's administrator adds it to ALLOWED_ORIGINS and"
            " restarts.",
        )


class TokenError(WebError):
    """The administrator's token is missing or wrong."""

    status = HTTPStatus.UNAUTHORIZED
    slug = "token"
    title = ("Cần mã quản trị", "Administrator's token needed")

    def __init__(self, scheme: str = "Bearer") -> None:
        super().__init__(
            "Mã quản trị thiếu hoặc sai; hãy gửi tiêu đề Authorization: Bearer <ADMIN_TOKEN>.",
            "The administrator's token is missing or wrong; send the header Authorization: Bearer <ADMIN_TOKEN>.",
            {"www-authenticate": f'{scheme} realm="plan-assistant", charset="UTF-8"'},
        )


class AdminClosedError(WebError):
    """No token is set, so nobody is the administrator."""

    status = HTTPStatus.FORBIDDEN
    slug = "admin-closed"
    title = ("Chức năng quản trị đang đóng", "Administration is closed")

    def __init__(self) -> None:
        super().__init__(
            "Máy chủ chưa đặt ADMIN_TOKEN nên chức năng quản trị đang đóng; hãy đặt biến này rồi khởi động lại.",
            "The server has no ADMIN_TOKEN, so administration is closed; set it and restart.",
        )


class RateError(WebError):
    """Too many questions from one address or in one conversation."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    slug = "too-many-requests"
    title = ("Hỏi quá nhanh", "Too many requests")

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Bạn hỏi hơi nhanh; hãy thử lại sau {seconds} giây.",
            f"That was a little fast; try again in {seconds} s.",
            {"retry-after": str(seconds)},
        )


class BusyError(WebError):
    """The index is being written, or cannot be read just now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    slug = "busy"
    title = ("Máy chủ đang bận", "Server busy")

    def __init__(self, vietnamese: str = "", english: str = "") -> None:
        super().__init__(
            vietnamese or "Kho kế hoạch tạm thời chưa sẵn sàng; hãy thử lại sau ít giây.",
            english or "The plans cannot be reached just now; try again in a few seconds.",
            {"retry-after": "5"},
        )


class NotReadyError(WebError):
    """The server runs and cannot answer yet, or not any more."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    slug = "not-ready"
    title = ("Chưa sẵn sàng", "Not ready")

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(vietnamese, english, {"retry-after": "5"})


class MetricsTokenError(WebError):
    """The token that the figures ask for is missing or wrong."""

    status = HTTPStatus.UNAUTHORIZED
    slug = "metrics-token"
    title = ("Cần mã đo lường", "Token of the figures needed")

    def __init__(self) -> None:
        super().__init__(
            "Mã đo lường thiếu hoặc sai; hãy gửi tiêu đề Authorization: Bearer <METRICS_TOKEN>.",
            "The token of the figures is missing or wrong; send the header Authorization: Bearer <METRICS_TOKEN>.",
            {"www-authenticate": 'Bearer realm="plan-assistant-metrics", charset="UTF-8"'},
        )


class InternalError(WebError):
    """A fault of ours, of which a client learns nothing but a number to report."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Máy chủ gặp lỗi ngoài dự kiến; hãy thử lại, hoặc báo cho người quản trị mã {number}.",
            f"The server met an unexpected fault; try again, or report the number {number} to the administrator.",
        )


def problem_types() -> list[type[WebError]]:
    """Every kind of problem, in the order of status."""
    return sorted(WebError.__subclasses__(), key=lambda kind: (kind.status, kind.slug))
