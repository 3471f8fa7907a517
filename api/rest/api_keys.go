package rest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// KeyPage lists keys.
type KeyPage struct {
	Data []store.Key `json:"data"`
}

// KeyOne is one key.
type KeyOne struct {
	Data store.Key `json:"data"`
}

// KeyMade is a new key with its secret, which nothing shows again.
type KeyMade struct {
	Data   store.Key `json:"data"`
	Secret string    `json:"secret" example:"bck_1f6d0c5e_…"`
}

// KeyWanted asks for a key.
type KeyWanted struct {
	Name string `json:"name" example:"Desk Europe"`                // who holds it; it stands in the history as the one who wrote
	Role string `json:"role" enums:"reader,editor,admin"`          // readers read, editors enter and correct, admins erase and make keys
	Ends string `json:"expires_at,omitempty" example:"2027-12-31"` // a day (its end, UTC) or an instant; absent: never
}

// listKeys answers with every key, without the secrets.
//
//	@Summary		List the keys
//	@Description	Every key there ever was, oldest first, without the secrets.
//	@ID				listKeys
//	@Tags			keys
//	@Produce		json
//	@Success		200	{object}	KeyPage	"The keys"
//	@Security		Bearer[admin]
//	@Router			/v1/keys [get]
func (s *Server) listKeys(x *exchange) error {
	if err := s.bindKeys(x); err != nil {
		return err
	}
	keys, err := s.Store.Keys(x.request.Context())
	if err != nil {
		return err
	}
	if keys == nil {
		keys = []store.Key{}
	}
	return x.private(http.StatusOK, KeyPage{keys})
}

// createKey makes a key and shows its secret, this once.
//
//	@Summary		Make a key
//	@Description	Makes a key. Its secret is in this answer and nowhere else: it is stored hashed.
//	@ID				createKey
//	@Tags			keys
//	@Param			key	body		KeyWanted	true	"Whose it is, and what it may"
//	@Success		201	{object}	KeyMade		"The key with its secret"
//	@Security		Bearer[admin]
//	@Router			/v1/keys [post]
func (s *Server) createKey(x *exchange) error {
	if err := s.bindKeys(x); err != nil {
		return err
	}
	body, err := readBody(x, mediaJSON)
	if err != nil {
		return err
	}
	b := decodeFields(body, "name", "role", "expires_at")
	name, role, ends := b.text("name", true, maxKeyName), b.text("role", true, 20), b.text("expires_at", false, 40)
	for _, f := range CheckKey(name, role) {
		if (f.Pointer != "/name" || name != "") && (f.Pointer != "/role" || role != "") {
			b.fault(f)
		}
	}
	expires, err := Expiry(ends, s.Now())
	if err != nil {
		b.fault(record.Fault{Pointer: "/expires_at", Code: "invalid_date", Given: shorten(ends), Detail: err.Error(), Hint: "Write 2027-12-31, or 2027-12-31T12:00:00Z."})
	}
	if err := b.problem(); err != nil {
		return err
	}
	secret, key, err := s.Store.CreateKey(x.request.Context(), name, role, expires)
	if err != nil {
		return err
	}
	return x.private(http.StatusCreated, KeyMade{key, secret})
}

// revokeKey ends a key.
//
//	@Summary		Revoke a key
//	@Description	Ends a key at once. It stays in the list, and what it wrote keeps its name.
//	@ID				revokeKey
//	@Tags			keys
//	@Param			id	path		string	true	"The key's id, as the list shows it"
//	@Success		200	{object}	KeyOne	"The key"
//	@Security		Bearer[admin]
//	@Router			/v1/keys/{id} [delete]
func (s *Server) revokeKey(x *exchange) error {
	if err := s.bindKeys(x); err != nil {
		return err
	}
	key, err := s.Store.RevokeKey(x.request.Context(), x.param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return problem("not_found", fmt.Sprintf("There is no key %q.", shorten(x.param("id"))))
	}
	if err != nil {
		return err
	}
	return x.private(http.StatusOK, KeyOne{key})
}

// bindKeys refuses parameters, of which there are none, and formats but JSON.
func (s *Server) bindKeys(x *exchange) error {
	if x.suffix != "" && x.suffix != "json" {
		return problem("unknown_format", "Keys are shown in JSON.")
	}
	x.format = "json"
	r := &parameterReader{values: x.request.URL.Query()}
	r.known(nil)
	if len(r.faults) > 0 {
		return r.faults
	}
	return nil
}

// private sends an answer that nobody keeps.
func (x *exchange) private(status int, v any) error {
	body, err := plainJSON(v)
	if err != nil {
		return err
	}
	h := x.Header()
	h.Set("Content-Type", mediaJSON)
	h.Set("Cache-Control", "no-store")
	x.whole(status, append(body, '\n'))
	return nil
}

// maxKeyName is how many characters the name of a key may have.
const maxKeyName = 100

// CheckKey finds what is wrong with a key that is to be made. The pointers are /name and /role.
func CheckKey(name, role string) record.Faults {
	var faults record.Faults
	if name == "" || len([]rune(name)) > maxKeyName || strings.ContainsFunc(name, isControl) || strings.TrimSpace(name) != name {
		faults = append(faults, record.Fault{Pointer: "/name", Code: "invalid_name", Given: shorten(name),
			Detail: fmt.Sprintf("A key's name is one line of 1 to %d characters.", maxKeyName), Hint: "Name who holds it."})
	}
	if !slices.Contains(roleWords(), role) {
		faults = append(faults, record.Fault{Pointer: "/role", Code: "unknown_value", Given: shorten(role),
			Detail: fmt.Sprintf("There is no role %q.", shorten(role)), Hint: "One of " + strings.Join(roleWords(), ", ") + "."})
	}
	return faults
}

func isControl(r rune) bool { return unicode.IsControl(r) }

// Expiry reads when a key ends: an instant, a day (its end, UTC), or empty for never.
func Expiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return time.Time{}, fmt.Errorf("%q is neither a day nor an instant", shorten(text))
		}
		at = day.AddDate(0, 0, 1)
	}
	if !at.After(now) {
		return time.Time{}, fmt.Errorf("%s is past", text)
	}
	return at.UTC(), nil
}
