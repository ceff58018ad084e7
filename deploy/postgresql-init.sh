#!/bin/sh
# Runs once, when the database server's folder is made: a role and a database for the ledger, apart from Temporal's.
set -eu

psql --set ON_ERROR_STOP=1 --set password="$EHCNA_DB_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role ehcna login password :'password';
create database ehcna owner ehcna;
SQL
