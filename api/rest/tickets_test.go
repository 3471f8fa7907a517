package rest

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestATicketOpensOneStreamWithoutAKey(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	d := newDesk(t, Options{ReadKey: true, Now: func() time.Time { return now }})
	server := httptest.NewUnstartedServer(d.Server)
	server.Config = HTTPServer(d.Server, slog.New(slog.DiscardHandler))
	server.Start()
	t.Cleanup(func() { d.Drain(); server.CloseClientConnections(); server.Close() })
	ticket := func() string {
		t.Helper()
		var one TicketOne
		if err := json.Unmarshal([]byte(d.send(t, "POST", "/v1/stream/tickets", "", "ROLE", "reader").wants(t, 201).body), &one); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(one.Data.Ticket, "bck_ticket_") || !one.Data.ExpiresAt.Equal(now.Add(ticketLife)) {
			t.Errorf("the ticket is %+v", one.Data)
		}
		return one.Data.Ticket
	}
	status := func(query string) int {
		t.Helper()
		l := listen(t, server.URL+"/v1/stream"+query, "")
		defer l.close()
		return l.resp.StatusCode
	}
	good := ticket()
	for _, step := range []struct {
		query string
		want  int
	}{{"", 401}, {"?ticket=bck_ticket_never", 401}, {"?ticket=" + good, 200}, {"?ticket=" + good, 401}} {
		if got := status(step.query); got != step.want {
			t.Errorf("%q is answered %d instead of %d", step.query, got, step.want)
		}
	}
	late := ticket()
	now = now.Add(ticketLife)
	if got := status("?ticket=" + late); got != 401 {
		t.Errorf("a ticket that has run out is answered %d", got)
	}
	elsewhere := ticket()
	d.send(t, "GET", "/v1/events?ticket="+elsewhere, "", "ROLE", "none").wants(t, 401)
	d.send(t, "POST", "/v1/stream/tickets", "", "ROLE", "none").wants(t, 401)
	if strings.Contains(d.log.String(), good) {
		t.Error("the log shows a ticket")
	}
}

func TestWhereReadsAreOpenATicketStandsForNobody(t *testing.T) {
	d := newDesk(t, Options{})
	var one TicketOne
	if err := json.Unmarshal([]byte(d.send(t, "POST", "/v1/stream/tickets", "", "ROLE", "none").wants(t, 201).body), &one); err != nil {
		t.Fatal(err)
	}
	l := listen(t, serveLive(t, d.Server)+"/v1/stream?ticket="+one.Data.Ticket, "")
	defer l.close()
	if l.resp.StatusCode != 200 {
		t.Errorf("the stream is answered %d", l.resp.StatusCode)
	}
}

func TestAListLinksToTheStreamThatGoesOnFromIt(t *testing.T) {
	d := newDesk(t, Options{})
	var list EventPage
	strict(t, ask(t, d, "/v1/events?kind=meeting&actor=Anna+Arlen").wants(t, 200).body, &list)
	if want := "/v1/stream?kind=meeting&actor=anna-arlen&since=" + d.Store.Epoch() + ":11"; list.Links.Stream != want {
		t.Errorf("the list links to %q instead of %q", list.Links.Stream, want)
	}
	for _, path := range []string{"/v1/events?as_of=2025-03-02", "/v1/events?snapshot=11", "/v1/actors", meetingPath} {
		if body := ask(t, d, path).wants(t, 200).body; strings.Contains(body, "/v1/stream") {
			t.Errorf("%s links to a stream: %s", path, body)
		}
	}
	server := serveLive(t, d.Server)
	l := listen(t, server+list.Links.Stream, "")
	d.send(t, "DELETE", meetingPath, "", "If-Match", "*").wants(t, 200)
	if m, ok := l.read(); !ok || m.name != "drop" {
		t.Errorf("the stream goes on with %+v", m)
	}
}
