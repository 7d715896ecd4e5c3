"""What /metrics tells: counters that grow, and gauges that the app sets from what the database holds."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

UNIT_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """One object a running program, made in bot/app.py: two programs in one test do not count together."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.received = Counter("sidan_updates_received", "Updates kept in the inbox", ["channel"], registry=registry)
        self.sent = Counter(
            "sidan_messages_sent",
            "Messages handed to a channel, by what came of it",
            ["channel", "result"],
            registry=registry,
        )
        self.forgeries = Counter("sidan_webhook_forgeries", "Webhook calls without the right secret", registry=registry)
        self.inbox = Gauge("sidan_inbox_backlog", "Updates kept but not yet answered", registry=registry)
        self.outbox = Gauge("sidan_outbox_backlog", "Messages decided but not yet sent", registry=registry)
        self.dead = Gauge("sidan_dead_letters", "Updates and messages given up", registry=registry)
        self.overlooked = Gauge(
            "sidan_overlooked", "Orders and wishes the clock has not looked at for five minutes", registry=registry
        )
        self.orders = Gauge("sidan_orders", "Orders by state", ["state"], registry=registry)
        self.tasks = Gauge("sidan_tasks", "What goes on at once in the program", registry=registry)
        self.threads = Gauge("sidan_threads", "Threads of the program", registry=registry)
        self.messages = self._burden("messages", "Messages that made a sound, by the role of whoever got them")
        self.taps = self._burden("taps", "Buttons tapped, by role")
        self.photos = self._burden("photos", "Photos sent, by role; an album is one")
        self.units = Histogram(
            "sidan_unit_of_work_seconds", "From asking for a unit of work to its commit",
            registry=registry, buckets=UNIT_SECONDS,
        )  # fmt: skip

    def _burden(self, what: str, told: str) -> Counter:
        return Counter(f"sidan_burden_{what}", told, ["role"], registry=self.registry)

    def did(self, role: str, did: str | None) -> None:
        """Somebody of this role tapped or sent something."""
        counter = {"tap": self.taps, "photo": self.photos}.get(did or "")
        if counter:
            counter.labels(role).inc()

    def page(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self.registry)
