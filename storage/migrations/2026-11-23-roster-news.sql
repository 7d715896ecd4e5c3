-- Whoever's roles changed with the office's list is told, and what they had in hand goes back, whoever read the list.
ALTER TABLE roles ADD COLUMN news BIGINT NOT NULL DEFAULT 0;
CREATE INDEX roles_news ON roles (person) WHERE news = 1;
ALTER TABLE roles ADD COLUMN ended_by TEXT;   -- who ended it by hand
