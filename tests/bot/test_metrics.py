"""What /metrics tells."""

from bot.metrics import Metrics


def test_the_page_tells_what_was_counted():
    metrics = Metrics()
    metrics.received.labels(channel="web").inc()
    metrics.sent.labels(channel="telegram", result="unreachable").inc(2)
    metrics.orders.labels(state="placed").set(3)
    metrics.units.observe(0.002)
    page = metrics.page().decode()
    assert 'sidan_updates_received_total{channel="web"} 1.0' in page
    assert 'sidan_messages_sent_total{channel="telegram",result="unreachable"} 2.0' in page
    assert 'sidan_orders{state="placed"} 3.0' in page
    assert 'sidan_unit_of_work_seconds_bucket{le="0.0025"} 1.0' in page


def test_two_programs_do_not_count_together():
    one, other = Metrics(), Metrics()
    one.forgeries.inc()
    assert "sidan_webhook_forgeries_total 1.0" in one.page().decode()
    assert "sidan_webhook_forgeries_total 0.0" in other.page().decode()
