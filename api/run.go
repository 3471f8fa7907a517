package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"backchannel/api/rest"
	"backchannel/db"
	"backchannel/internal/ingest"
	"backchannel/internal/store"
)

// drain is how long requests that are running may take to end when the program is told to stop.
const drain = 10 * time.Second

type serveCommand struct{}

// Run opens the database, fills an empty one with the seed, serves until the context ends, and lets running requests
// end.
func (serveCommand) Run(ctx context.Context, c *config, streams *streams) error {
	log := c.logger(streams.log)
	st, err := store.Open(ctx, store.Options{Path: c.Database, Log: log})
	if err != nil {
		return fmt.Errorf("open the database %s: %w", c.Database, err)
	}
	defer st.Close()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --addr", c.Addr, err)
	}
	server, err := c.server(st, log)
	if err != nil {
		listener.Close()
		return err
	}
	httpServer := rest.HTTPServer(server, log)
	served := make(chan error, 1)
	go func() { served <- httpServer.Serve(listener) }()
	if err := c.fill(ctx, st, log); err != nil {
		httpServer.Close()
		return errors.Join(err, ignoreClosed(<-served))
	}
	said, err := c.firstKey(ctx, st, streams.out, log)
	if err != nil {
		httpServer.Close()
		return errors.Join(err, ignoreClosed(<-served))
	}
	server.Ready(true)
	greet(streams.out, st, c.Database, listener.Addr(), said)
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	server.Ready(false)
	log.Info("stopping", "drain", drain)
	server.Drain()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err = httpServer.Shutdown(grace)
	if err != nil {
		httpServer.Close()
		err = fmt.Errorf("stop: requests were still running after %s", drain)
	}
	return errors.Join(err, ignoreClosed(<-served))
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (c *config) server(st *store.Store, log *slog.Logger) (*rest.Server, error) {
	proxies, err := c.proxies()
	if err != nil {
		return nil, err
	}
	return rest.New(rest.Options{
		Store: st, Log: log, Version: version(), Build: buildTag(), PublicURL: c.PublicURL,
		Origins: c.CORSOrigins, Proxies: proxies, Rate: c.Rate, Streams: c.Streams, Each: c.StreamsEach,
		ReadKey: c.Read == "key",
	}), nil
}

// fill gives an empty database the seed dataset.
func (c *config) fill(ctx context.Context, st *store.Store, log *slog.Logger) error {
	if c.Seed != "auto" || !st.Empty() {
		return nil
	}
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		return fmt.Errorf("read the seed dataset: %w", err)
	}
	batch := store.Batch{By: "seed", Coverage: db.Coverage}
	for _, r := range records {
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: r})
	}
	receipt, err := st.Write(ctx, batch)
	if err != nil {
		return fmt.Errorf("write the seed dataset: %w", err)
	}
	log.Info("seeded", "records", len(receipt.Results), "seq", receipt.Seq)
	return nil
}

// greet tells where everything is, with lines to begin with, and what is to be said of the first key.
func greet(out io.Writer, st *store.Store, database string, addr net.Addr, key string) {
	if absolute, err := filepath.Abs(database); err == nil {
		database = absolute
	}
	base := "http://" + reachable(addr)
	fmt.Fprintf(out, "Backchannel serves %s (%s, change %d) at %s\n\nTry:\n", database, st.Engine(), st.Seq(), base)
	for _, line := range rest.Start(base) {
		fmt.Fprintln(out, "  "+line)
	}
	if key != "" {
		fmt.Fprintf(out, "\n%s\n", key)
	}
	fmt.Fprintf(out, "\nReference: %s/docs\n", base)
}

// reachable is the address as a client on this machine writes it.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return addr.String()
	}
	if tcp.IP.IsUnspecified() || tcp.IP.IsLoopback() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return tcp.String()
}
