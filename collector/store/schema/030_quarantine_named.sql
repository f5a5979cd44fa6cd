-- What the door refused gets a name by which the ledger can say that it was erased: a random _journal for each
-- request, and _row within it. Rows from before get one each.
ALTER TABLE quarantine_v1 UPDATE _journal = generateUUIDv4()
WHERE _seq = 0 AND _journal = toUUID('00000000-0000-0000-0000-000000000000')
SETTINGS mutations_sync = 2
