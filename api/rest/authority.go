package rest

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"backchannel/internal/store"
)

// roleOf is the role that a stored key has; nobody where the word is none of ours.
func roleOf(word string) role {
	switch word {
	case "reader":
		return readers
	case "editor":
		return editors
	case "admin":
		return admins
	}
	return nobody
}

// roleWords are the roles that a key may have, the least first.
func roleWords() []string { return []string{"reader", "editor", "admin"} }

// word is how a role is written.
func (r role) word() string {
	switch r {
	case readers, editors, admins:
		return roleWords()[r-readers]
	case open:
		return "open"
	}
	return "nobody"
}

// maxKey is more than any key has, in bytes.
const maxKey = 512

// challenge is what WWW-Authenticate says to one who showed no key; faults of a key are added to it (RFC 6750).
const challenge = `Bearer realm="backchannel"`

// identify finds out whose key a request shows. A key that is not good is refused on every route: a request that
// shows one never counts as one without. Looking a key up costs the quota of the address, so that guessing does.
func (s *Server) identify(x *exchange) *Problem {
	given, shown := x.request.Header["Authorization"]
	if !shown {
		return s.ticketed(x)
	}
	if p := s.charge(x); p != nil {
		return p
	}
	scheme, secret, _ := strings.Cut(joined(given), " ")
	secret = strings.TrimSpace(secret)
	if !strings.EqualFold(scheme, "Bearer") || len(given) != 1 || len(secret) > maxKey {
		return badKey()
	}
	key, err := s.Store.FindKey(x.request.Context(), secret)
	if errors.Is(err, store.ErrBadKey) || err == nil && roleOf(key.Role) == nobody {
		return badKey()
	}
	if err != nil {
		return problemOf(x.request.Context(), err)
	}
	x.key, x.keyed = key, true
	return nil
}

func badKey() *Problem {
	return problem("invalid_key", "").header("WWW-Authenticate", challenge+`, error="invalid_token"`)
}

// have is the role of whoever sent a request.
func (s *Server) have(x *exchange) role {
	switch {
	case x.keyed:
		return roleOf(x.key.Role)
	case s.ReadKey:
		return open
	}
	return readers
}

// need refuses who has too low a role.
func (s *Server) need(x *exchange, least role) error {
	switch {
	case least == nobody: // default deny: a route has to say who may use it
		return problem("not_found", "")
	case s.have(x) >= least:
		return nil
	case !x.keyed:
		return problem("key_required", "This needs a key with the role "+least.word()+".").header("WWW-Authenticate", challenge)
	}
	return problem("role_too_low", "The key has the role "+x.key.Role+"; this needs "+least.word()+".").
		header("WWW-Authenticate", challenge+`, error="insufficient_scope"`)
}

// secrets finds whatever begins as a key does, percent-encoded or made an id of too.
var secrets = regexp.MustCompile(`(?i)bck(?:_|-|%5f)[a-z0-9_%-]+`)

// redact takes keys out of what is logged, and out of problems, which repeat pieces of the request.
func redact(text string) string {
	if len(text) < len("bck_x") || !strings.Contains(strings.ToLower(text), "bck") {
		return text
	}
	return secrets.ReplaceAllString(text, "bck_…")
}

// pinnedCaching is how long an answer that never changes may be kept, and by whom.
func (s *Server) pinnedCaching() string {
	if s.ReadKey {
		return "private, max-age=86400"
	}
	return "public, max-age=86400"
}

// isRead holds for methods that change nothing.
func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }
