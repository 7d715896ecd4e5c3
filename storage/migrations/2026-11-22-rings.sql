-- Who confirms whose hours is looked for among the last months alone, however many years of help there are.
DROP INDEX helped_place;
CREATE INDEX helped_rings ON helped (place, at) WHERE served IS NOT NULL;
