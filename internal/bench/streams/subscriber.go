package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// subscriber is one reader of the stream, with what it knows of the events.
type subscriber struct {
	address string
	clock   *clock

	mu   sync.Mutex
	conn *net.TCPConn // the connection it reads; nil between two

	last          string // the last id
	seq           int64
	state         map[string]int // revisions by event
	waits         [2][]time.Duration
	missed, twice int
	breaks        int
	done          atomic.Int64 // the last seq it has come to
}

// follow reads to a change, connecting again whenever the connection breaks.
func (s *subscriber) follow(ctx context.Context, until *atomic.Int64) error {
	for ctx.Err() == nil {
		err := s.read(ctx, until)
		if err == nil {
			return nil
		}
		var refused *statusError
		if errors.As(err, &refused) {
			return err
		}
		s.breaks++
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("subscriber stops at %d: %w", s.seq, ctx.Err())
}

// statusError is an answer that is no stream.
type statusError struct{ line string }

func (e *statusError) Error() string { return "the stream is answered " + e.line }

func (s *subscriber) read(ctx context.Context, until *atomic.Int64) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.address)
	if err != nil {
		return fmt.Errorf("connect to loopback: %w", err)
	}
	defer conn.Close()
	s.mu.Lock()
	s.conn = conn.(*net.TCPConn)
	s.mu.Unlock()
	if _, err := fmt.Fprintf(conn, "GET /v1/stream HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nLast-Event-ID: %s\r\n\r\n", s.address, s.last); err != nil {
		return fmt.Errorf("ask for the stream: %w", err)
	}
	in := bufio.NewReaderSize(conn, 16<<10)
	status, err := in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("read a status line: %w", err)
	}
	if len(status) < 12 || status[9:12] != "200" {
		return &statusError{status}
	}
	id := ""
	for {
		line, err := in.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) { // the rest of a long line is not looked at
			_, err = in.ReadSlice('\n')
		}
		if err != nil {
			return fmt.Errorf("read the stream: %w", err)
		}
		if rest, ok := bytes.CutPrefix(line, []byte("id: ")); ok {
			id = string(bytes.TrimSpace(rest))
		}
		if rest, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
			s.take(id, rest)
		}
		if s.seq >= until.Load() {
			return nil
		}
	}
}

// take notes one event.
func (s *subscriber) take(id string, data []byte) {
	now := time.Now()
	_, number, _ := bytes.Cut([]byte(id), []byte(":"))
	seq, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		s.missed++ // no event of this run has another id
		return
	}
	switch {
	case seq <= s.seq:
		s.twice++
		return
	case seq > s.seq+1:
		s.missed += int(seq - s.seq - 1)
	}
	s.seq, s.last = seq, id
	s.done.Store(seq)
	if at, half, ok := s.clock.of(seq); ok {
		s.waits[half] = append(s.waits[half], now.Sub(at))
	}
	event, revision := field(data, `"id":"`, '"'), field(data, `"revision":`, ',')
	if n, err := strconv.Atoi(revision); err == nil {
		s.state[event] = n
	}
}

// field reads the first value after a key.
func field(data []byte, key string, end byte) string {
	_, rest, _ := bytes.Cut(data, []byte(key))
	value, _, _ := bytes.Cut(rest, []byte{end})
	return string(value)
}

// leave breaks the connection off without a farewell.
func (s *subscriber) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		_ = s.conn.SetLinger(0) // a reset; a connection that has gone already needs none
		_ = s.conn.Close()
	}
}

// clock tells when each change was committed, and in which half of the run.
type clock struct {
	mu   sync.Mutex
	at   map[int64]time.Time
	half int
	in   map[int64]int
}

func (c *clock) note(seq int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at[seq], c.in[seq] = time.Now(), c.half
}

func (c *clock) turn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.half = 1
}

func (c *clock) of(seq int64) (time.Time, int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.at[seq]
	return at, c.in[seq], ok
}
