-- A card for a whole team of hundreds is laid chat by chat after the unit of work that hands it out, which stays short.
CREATE TABLE to_show (
    order_id TEXT NOT NULL REFERENCES orders (id),
    chat TEXT NOT NULL,
    anew BIGINT NOT NULL,           -- whether they are asked; else the card they see is only brought up to date
    PRIMARY KEY (order_id, chat)
);
