-- How many letters could not be delivered is asked at each look at the figures: not by reading all of a week's letters.
CREATE INDEX outbox_failed ON outbox (done_at) WHERE state = 'failed';
