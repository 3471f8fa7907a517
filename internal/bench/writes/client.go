package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// client is one connection that is kept. It reads no more of an answer than its status and length, so that little of what
// is measured is the client's.
type client struct {
	net.Conn
	in   *bufio.Reader
	head string // headers that every request has
	out  []byte
}

func dial(address, key string) (*client, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect to loopback: %w", err)
	}
	return &client{Conn: conn, in: bufio.NewReaderSize(conn, 64<<10), head: "Host: " + address + "\r\nAuthorization: Bearer " + key + "\r\n"}, nil
}

// send puts a request and reads its answer to the end.
func (c *client) send(method, path string, body []byte, want int) error {
	c.out = fmt.Appendf(c.out[:0], "%s %s HTTP/1.1\r\n%s", method, path, c.head)
	if body != nil {
		c.out = fmt.Appendf(c.out, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	c.out = append(append(c.out, "\r\n"...), body...)
	if _, err := c.Write(c.out); err != nil {
		return fmt.Errorf("put a request: %w", err)
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return fmt.Errorf("read a status line: %q %w", line, err)
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return fmt.Errorf("read a status line: %w", err)
	}
	length, err := c.length()
	if err != nil {
		return err
	}
	if status != want {
		answer, err := io.ReadAll(io.LimitReader(c.in, int64(length)))
		return errors.Join(fmt.Errorf("%s %s answers %d: %s", method, path, status, answer), err)
	}
	if _, err := c.in.Discard(length); err != nil {
		return fmt.Errorf("read a body: %w", err)
	}
	return nil
}

// length reads the headers of an answer, which always tell it.
func (c *client) length() (int, error) {
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, fmt.Errorf("read a header: %w", err)
		}
		if len(line) <= 2 {
			return length, nil
		}
		if name, value, _ := bytes.Cut(line, []byte(": ")); string(name) == "Content-Length" {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, fmt.Errorf("read a length: %w", err)
			}
		}
	}
}
