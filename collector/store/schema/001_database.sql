-- Our own database: the engine's `default` is an overlay that refuses some tables.
CREATE DATABASE IF NOT EXISTS {database} ENGINE = Atomic
