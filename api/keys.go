package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/mattn/go-isatty"

	"backchannel/api/rest"
	"backchannel/internal/store"
)

// keyCommand holds the commands about API keys. They work beside a running server on the same database.
type keyCommand struct {
	Create keyCreate `cmd:"" help:"Make a key. Its secret is printed on standard output, this once."`
	List   keyList   `cmd:"" help:"List every key, without the secrets."`
	Revoke keyRevoke `cmd:"" help:"End a key at once."`
}

type keyCreate struct {
	Name    string `required:"" help:"Who holds it; it stands in the history as the one who wrote."`
	Role    string `required:"" help:"reader: reads where reads need a key; editor: enters, corrects and retracts; admin: erases and makes keys too."`
	Expires string `help:"When it ends: a day such as 2027-12-31 (its end, UTC) or an instant; without it, never."`
}

// Run makes a key. Only the secret goes to standard output, so that a shell can take it.
func (k *keyCreate) Run(ctx context.Context, c *config, streams *streams) error {
	if faults := rest.CheckKey(k.Name, k.Role); len(faults) > 0 {
		return fmt.Errorf("%s %s", faults[0].Detail, faults[0].Hint)
	}
	expires, err := rest.Expiry(k.Expires, time.Now())
	if err != nil {
		return fmt.Errorf("--expires: %w; write 2027-12-31, or 2027-12-31T12:00:00Z", err)
	}
	return c.onDatabase(ctx, func(st *store.Store) error {
		secret, key, err := st.CreateKey(ctx, k.Name, k.Role, expires)
		if err != nil {
			return err
		}
		fmt.Fprintf(streams.log, "Key %s of %s, role %s. Its secret is shown this once:\n", key.ID, key.Name, key.Role)
		_, err = fmt.Fprintln(streams.out, secret)
		return err
	})
}

type keyList struct{}

// Run lists the keys as a table.
func (keyList) Run(ctx context.Context, c *config, streams *streams) error {
	return c.onDatabase(ctx, func(st *store.Store) error {
		keys, err := st.Keys(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(streams.out, 0, 8, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tROLE\tMADE\tENDS\tREVOKED\tNAME")
		for _, k := range keys {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Role, moment(k.CreatedAt), moment(k.ExpiresAt), moment(k.RevokedAt), k.Name)
		}
		return table.Flush()
	})
}

func moment(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.UTC().Format("2006-01-02T15:04Z")
}

type keyRevoke struct {
	ID string `arg:"" help:"The key's id, as the list shows it."`
}

// Run ends a key.
func (k *keyRevoke) Run(ctx context.Context, c *config, streams *streams) error {
	return c.onDatabase(ctx, func(st *store.Store) error {
		key, err := st.RevokeKey(ctx, k.ID)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no key %q; backchannel key list shows those there are", k.ID)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(streams.out, "Key %s of %s is revoked since %s.\n", key.ID, key.Name, moment(key.RevokedAt))
		return err
	})
}

// onDatabase runs a command on a database that is there: a name misspelt must not make a new one.
func (c *config) onDatabase(ctx context.Context, run func(*store.Store) error) error {
	if _, err := os.Stat(c.Database); err != nil {
		return fmt.Errorf("there is no database %s: name it with --database, or run the server first, which makes it", c.Database)
	}
	st, err := store.Open(ctx, store.Options{Path: c.Database})
	if err != nil {
		return fmt.Errorf("open the database %s: %w", c.Database, err)
	}
	return errors.Join(run(st), st.Close())
}

// firstKey sees to it that a database without any key gets one, an admin's: the one given from outside, else a new one,
// shown on a terminal, else written to a file beside the database that only its owner reads. It gives what the start
// message says of it.
func (c *config) firstKey(ctx context.Context, st *store.Store, out io.Writer, log *slog.Logger) (string, error) {
	keys, err := st.Keys(ctx)
	if err != nil {
		return "", err
	}
	if len(keys) > 0 {
		if _, err := st.FindKey(ctx, c.AdminKey); c.AdminKey != "" && err != nil {
			log.Warn("BACKCHANNEL_ADMIN_KEY is passed over: it is for a database without keys, and this one has some")
		}
		return "", nil
	}
	if c.AdminKey != "" {
		if _, err := st.AddKey(ctx, c.AdminKey, "admin", "admin", time.Time{}); err != nil {
			return "", fmt.Errorf("take BACKCHANNEL_ADMIN_KEY: %w", err)
		}
		return "The admin key is the one given in BACKCHANNEL_ADMIN_KEY.", nil
	}
	if file, ok := out.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		secret, _, err := st.CreateKey(ctx, "admin", "admin", time.Time{})
		return "Admin key, shown this once: " + secret, err
	}
	path, err := filepath.Abs(c.Database + ".key")
	if err != nil {
		return "", fmt.Errorf("name the file of the admin key: %w", err)
	}
	if err := writeFirstKey(ctx, st, path); err != nil {
		return "", err
	}
	return "The admin key is in " + path + ": keep it elsewhere and remove the file.", nil
}

// writeFirstKey makes the key once there is a file for it, and takes it back where it cannot be written.
func writeFirstKey(ctx context.Context, st *store.Store, path string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return fmt.Errorf("make the file of the admin key: %w", err)
	}
	defer os.Remove(file.Name())
	secret, key, err := st.CreateKey(ctx, "admin", "admin", time.Time{})
	if err != nil {
		return errors.Join(err, file.Close())
	}
	_, err = fmt.Fprintln(file, secret)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_, revoked := st.RevokeKey(ctx, key.ID)
		return errors.Join(fmt.Errorf("write the admin key to %s: %w", path, err), revoked)
	}
	return nil
}
