package rest

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"backchannel/internal/store"
)

// ticketLife is how long a ticket opens a stream.
const ticketLife = time.Minute

// mostTickets bounds how many tickets are out at once.
const mostTickets = 10_000

// TicketAnswer is a ticket for one stream.
type TicketAnswer struct {
	Ticket    string    `json:"ticket"`
	ExpiresAt time.Time `json:"expires_at" format:"date-time"`
}

// TicketOne is an answer with a ticket.
type TicketOne struct {
	Data TicketAnswer `json:"data"`
}

// tickets are those that were given out and not used.
type tickets struct {
	now func() time.Time
	mu  sync.Mutex
	out map[string]ticket
}

type ticket struct {
	key     store.Key
	expires time.Time
}

func newTickets(now func() time.Time) *tickets { return &tickets{now: now, out: map[string]ticket{}} }

// give makes a ticket that stands for a key; false: too many are out.
func (t *tickets) give(key store.Key) (TicketAnswer, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for secret, one := range t.out {
		if !one.expires.After(now) {
			delete(t.out, secret)
		}
	}
	if len(t.out) >= mostTickets {
		return TicketAnswer{}, false
	}
	var raw [20]byte
	rand.Read(raw[:])                                                                    // never fails
	secret := "bck_ticket_" + strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])) // begins as keys do, so that no log shows it
	t.out[secret] = ticket{key, now.Add(ticketLife)}
	return TicketAnswer{secret, t.out[secret].expires.UTC()}, true
}

// use takes a ticket in. It opens one stream.
func (t *tickets) use(secret string) (store.Key, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.out[secret]
	delete(t.out, secret)
	return one.key, ok && one.expires.After(t.now())
}

// postTicket gives a ticket for a stream.
//
//	@Summary		Get a ticket for a stream
//	@Description	Opens one stream within a minute, for browsers' EventSource, which cannot send a key. Needed only where reads need one.
//	@ID				createTicket
//	@Tags			changes
//	@Security		Bearer[reader]
//	@Success		201	{object}	TicketOne	"The ticket"
//	@Router			/v1/stream/tickets [post]
func (s *Server) postTicket(x *exchange) error {
	made, ok := s.tickets.give(x.key)
	if !ok {
		return problem("too_many_streams", "").header("Retry-After", "60")
	}
	body, err := json.Marshal(TicketOne{made})
	if err != nil {
		return fmt.Errorf("write a ticket: %w", err)
	}
	h := x.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	x.whole(http.StatusCreated, append(body, '\n'))
	return nil
}

// ticketed finds out whose ticket a stream shows in place of a key.
func (s *Server) ticketed(x *exchange) *Problem {
	secret := x.request.URL.Query().Get("ticket")
	if x.request.URL.Path != "/v1/stream" || secret == "" {
		return nil
	}
	if p := s.charge(x); p != nil {
		return p
	}
	key, ok := s.tickets.use(secret)
	if !ok {
		p := badKey()
		p.Detail = "The ticket was used, has run out, or never was one. Ask for another."
		return p
	}
	x.key, x.keyed = key, key.ID != "" // one that was given while reads were open stands for nobody
	return nil
}
