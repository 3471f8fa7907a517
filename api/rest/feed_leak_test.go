package rest

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// openFiles counts this process's descriptors; 0 where the system does not tell.
func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func TestNothingIsLeftOfStreamsThatWereClosed(t *testing.T) {
	d := newDesk(t, Options{Each: 1 << 20})
	url := serveLive(t, d.Server)
	listen(t, url+"/v1/stream", "").close() // what is made once is there now
	settle := func(goroutines, files int) (int, int) {
		http.DefaultClient.CloseIdleConnections()
		for range 200 {
			if d.streams.Open() == 0 && runtime.NumGoroutine() <= goroutines && openFiles() <= files {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		return runtime.NumGoroutine(), openFiles()
	}
	goroutines, files := settle(0, 0)
	for n := range *feedSize {
		l := listen(t, url+"/v1/stream?kind=meeting&since=1", "")
		if n%2 == 0 {
			l.next(1)
		}
		l.close()
	}
	after, filesAfter := settle(goroutines, files)
	if d.streams.Open() != 0 || after > goroutines+2 || filesAfter > files+2 {
		t.Errorf("after %d connects %d streams are open, %d goroutines instead of %d, %d files instead of %d", *feedSize, d.streams.Open(), after, goroutines, filesAfter, files)
	}
	t.Logf("%d connects: goroutines %d → %d, files %d → %d", *feedSize, goroutines, after, files, filesAfter)
}

func TestAReaderWhoTakesNothingIsDroppedAloneFromTheStream(t *testing.T) {
	d := newDesk(t, Options{Reader: 200 * time.Millisecond})
	server := httptest.NewUnstartedServer(d)
	server.Config = HTTPServer(d, slog.New(slog.DiscardHandler))
	server.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if err := c.(*net.TCPConn).SetWriteBuffer(4 << 10); err != nil {
			t.Error(err)
		}
		return ctx
	}
	server.Start()
	defer func() { d.Drain(); server.Close() }()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	for d.streams.Open() < 1 {
		time.Sleep(time.Millisecond)
	}
	healthy := listen(t, server.URL+"/v1/stream", "")
	long := strings.Repeat("word ", 300) + "end"
	for n := 0; d.streams.Open() > 1; n++ {
		if n == 1000 {
			t.Fatal("the one who takes nothing is still held")
		}
		put(t, d.Store, eventOf(t, "2025-03-01-meeting", "meeting", `,"summary":"`+strings.Repeat("x", n%7)+long+`"`))
		healthy.next(1)
	}
	put(t, d.Store, eventOf(t, "an-answer", "statement", anAnswer))
	healthy.next(2)
	healthy.close()
}
