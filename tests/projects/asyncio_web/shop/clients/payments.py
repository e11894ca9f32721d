"""The payment service has only a synchronous interface."""

from typing import Any

import requests

from shop.helpers.retry import back_off
from shop.model import Order


class PaymentClient:
    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"

    def charge(self, order: Order) -> str:
        for attempt in range(3):
            answer = self.post("charges", {"order": order.number})
            if answer["state"] == "done":
                return str(answer["receipt"])
            back_off(attempt)
        raise ConnectionError(self.url)

    def post(self, path: str, data: dict[str, Any]) -> Any:
        response = self.session.post(f"{self.url}/{path}", json=data, timeout=10)  # error: blocking-http "Session.post"
        response.raise_for_status()
        return response.json()

    def statement(self) -> bytes:
        """Large; always asked for in a thread."""
        return self.session.get(f"{self.url}/statement", timeout=60).content
