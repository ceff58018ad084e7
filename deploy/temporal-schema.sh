#!/bin/sh
# Makes the two databases that the Temporal server keeps its own state in, or brings them up to this version. Safe to
# repeat. SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD and SQL_PLUGIN say where; TEMPORAL_SCHEMA where the SQL is, if it is
# not where the image has it.
set -eu

schema=${TEMPORAL_SCHEMA:-/etc/temporal/schema/postgresql/v12}

prepare() {
  database=$1
  versions=$2
  tool="temporal-sql-tool --plugin $SQL_PLUGIN --ep $SQL_HOST -p $SQL_PORT -u $SQL_USER --db $database"
  if $tool update-schema -d "$versions"; then
    echo "$database is up to date."
    return
  fi
  # There is no such database, or one that was begun and not finished.
  $tool create || echo "$database exists already."
  $tool setup-schema -v 0.0
  $tool update-schema -d "$versions"
  echo "$database is made."
}

prepare temporal "$schema/temporal/versioned"
prepare temporal_visibility "$schema/visibility/versioned"
