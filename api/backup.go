package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"backchannel/internal/store"
)

type backupCommand struct {
	File string `arg:"" type:"path" help:"The new file to write; it must not exist."`
}

// Run copies the database while others read and write it, and tells what the copy holds.
func (b *backupCommand) Run(ctx context.Context, c *config, streams *streams) error {
	return c.onDatabase(ctx, func(st *store.Store) error {
		made, err := st.Backup(ctx, b.File)
		if err != nil {
			return fmt.Errorf("back up to %s: %w", b.File, err)
		}
		_, err = fmt.Fprintf(streams.out, "file\t%s\nseq\t%d\nchanges\t%d\ndigest\tsha256:%s\nepoch\t%s\nbytes\t%d\n",
			b.File, made.Seq, made.Changes, made.Digest, made.Epoch, made.Bytes)
		return err
	})
}

type healthCommand struct{}

// healthWait is how long the running server may take to say that it is well.
const healthWait = 2 * time.Second

// Run asks the server at the configured address whether it is well. It is an error, and so exit status 1, where it is
// not.
func (healthCommand) Run(ctx context.Context, c *config, streams *streams) error {
	address, err := dialable(c.Addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("ask %s: %w", address, err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: the server is on this machine
	response, err := client.Do(request)
	if err != nil {
		return errors.New("no answer: " + err.Error())
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return fmt.Errorf("read the answer of %s: %w", address, err)
	}
	var health struct {
		Status string `json:"status"`
	}
	if response.StatusCode != http.StatusOK || json.Unmarshal(body, &health) != nil || health.Status != "ok" {
		return fmt.Errorf("%s answers %s", address, response.Status)
	}
	_, err = fmt.Fprintln(streams.out, "ok")
	return err
}

// dialable is where a server that listens on an address is reached from its own machine.
func dialable(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("--addr (BACKCHANNEL_ADDR) is %q: write host:port", addr)
	}
	ip := net.ParseIP(host)
	switch {
	case host == "" || ip != nil && ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip != nil && ip.IsUnspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}
