package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"

	"github.com/pressly/goose/v3"

	"backchannel/db"
)

// migrate runs what is missing of db/migrations/sqlite, and refuses a schema it does not know: a newer one, and one that is not
// what the migrations make.
func (s *Store) migrate(ctx context.Context, log *slog.Logger) error {
	pool, err := s.write.DB()
	if err != nil {
		return fmt.Errorf("reach the writer: %w", err)
	}
	provider, err := migrations(pool)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if have > newest {
		return fmt.Errorf("the database has schema %d, this release knows up to %d: run a newer release", have, newest)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if log != nil {
		for _, m := range done {
			log.Info("migrated", "schema", m.Source.Version, "took", m.Duration)
		}
	}
	return checkSchema(ctx, pool)
}

func migrations(pool *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(db.Migrations, "migrations/sqlite")
	if err != nil {
		return nil, fmt.Errorf("open the migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, folder)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

// checkSchema holds the database's schema against what the migrations make of an empty one in memory.
func checkSchema(ctx context.Context, pool *sql.DB) (err error) {
	empty, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return fmt.Errorf("open a database in memory: %w", err)
	}
	defer func() { err = errors.Join(err, empty.Close()) }()
	empty.SetMaxOpenConns(1) // each connection has a memory of its own
	provider, err := migrations(empty)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate in memory: %w", err)
	}
	want, err := schemaOf(ctx, empty)
	if err != nil {
		return err
	}
	have, err := schemaOf(ctx, pool)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch made, ok := have[name]; {
		case !ok:
			return fmt.Errorf("the database's schema was edited: %s is missing; restore a backup, or begin with a new file", name)
		case made != want[name]:
			return fmt.Errorf("the database's schema was edited: %s is not what this release makes; restore a backup, or begin with a new file", name)
		}
	}
	return nil
}

// schemaOf gives the statement that made each table and index, by its name. What SQLite makes by itself is not among them.
func schemaOf(ctx context.Context, pool *sql.DB) (map[string]string, error) {
	rows, err := pool.QueryContext(ctx, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'goose_db_version'")
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	defer rows.Close()
	made := map[string]string{}
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, fmt.Errorf("read the schema: %w", err)
		}
		made[name] = statement
	}
	return made, rows.Err()
}
