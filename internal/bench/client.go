package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"backchannel/api/rest"
)

// connections is how many a client keeps open.
const connections = 8

// client puts requests over loopback connections that it keeps. It reads no more of an answer than its
// status and length, so that little of what is measured is the client's.
type client struct {
	host  string
	conns []*connection
}

type connection struct {
	net.Conn
	in *bufio.Reader
}

// serve answers on a free port of loopback until stop is called.
func serve(h http.Handler) (c *client, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, fmt.Errorf("listen on loopback: %w", err)
	}
	server := rest.HTTPServer(h, slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener) // ends with ErrServerClosed
	}()
	c = &client{host: listener.Addr().String()}
	stop = func() {
		for _, conn := range c.conns {
			conn.Close()
		}
		server.Close()
		<-done
	}
	for range connections {
		conn, err := net.Dial("tcp", c.host)
		if err != nil {
			stop()
			return nil, nil, fmt.Errorf("connect to loopback: %w", err)
		}
		c.conns = append(c.conns, &connection{conn, bufio.NewReaderSize(conn, 64<<10)})
	}
	return c, stop, nil
}

// request writes a GET with further header lines.
func (c *client) request(address string, header ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", address, c.host)
	for _, line := range header {
		b.WriteString(line + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// all puts total requests over every connection at once, going round the list, and gives the time it took.
func (c *client) all(requests [][]byte, total, want int) (time.Duration, error) {
	errs := make([]error, len(c.conns))
	var wait sync.WaitGroup
	started := time.Now()
	for i, conn := range c.conns {
		wait.Go(func() {
			for n := i; n < total; n += len(c.conns) {
				if errs[i] = conn.get(requests[n%len(requests)], want); errs[i] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	return time.Since(started), errors.Join(errs...)
}

// get puts one request and reads its answer to the end.
func (c *connection) get(request []byte, want int) error {
	if _, err := c.Write(request); err != nil {
		return fmt.Errorf("put a request: %w", err)
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return fmt.Errorf("read a status line: %q %w", line, err)
	}
	if status, err := strconv.Atoi(string(line[9:12])); err != nil || status != want {
		return fmt.Errorf("the answer to %q is %q, not %d", request, line, want)
	}
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("read a header: %w", err)
		}
		if len(line) <= 2 {
			break
		}
		if name, value, _ := bytes.Cut(line, []byte(": ")); string(name) == "Content-Length" {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return fmt.Errorf("read a length: %w", err)
			}
		}
	}
	if _, err := c.in.Discard(length); err != nil {
		return fmt.Errorf("read a body: %w", err)
	}
	return nil
}
