package live

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Writer writes Server-Sent Events (WHATWG HTML, 9.2). Each write has a deadline of its own, so that a client that does
// not read is dropped and holds up nobody else.
type Writer struct {
	to       http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	buf      bytes.Buffer
}

// NewWriter writes to a client that may take so long for each write.
func NewWriter(to http.ResponseWriter, patience time.Duration) *Writer {
	return &Writer{to: to, control: http.NewResponseController(to), patience: patience}
}

// Event adds an event. The data is one line of JSON. An empty id leaves the client's last one as it is.
func (w *Writer) Event(id, name string, data []byte) {
	if id != "" {
		w.buf.WriteString("id: " + id + "\n")
	}
	w.buf.WriteString("event: " + name + "\ndata: ")
	w.buf.Write(data)
	w.buf.WriteString("\n\n")
}

// At tells the client where it stands, for its Last-Event-ID, without an event.
func (w *Writer) At(id string) { w.buf.WriteString("id: " + id + "\n\n") }

// Comment adds a line that clients pass over; it keeps the connection from looking idle.
func (w *Writer) Comment(text string) { w.buf.WriteString(": " + text + "\n\n") }

// Retry adds how long a client is to wait before it connects again.
func (w *Writer) Retry(d time.Duration) {
	w.buf.WriteString("retry: " + strconv.FormatInt(d.Milliseconds(), 10) + "\n\n")
}

// Size is how many bytes wait to be sent.
func (w *Writer) Size() int { return w.buf.Len() }

// Flush sends what was added. An error ends the stream.
func (w *Writer) Flush() error {
	defer w.buf.Reset()
	_ = w.control.SetWriteDeadline(time.Now().Add(w.patience)) // a recorder in a test has none
	if _, err := w.to.Write(w.buf.Bytes()); err != nil {
		return fmt.Errorf("write to the stream: %w", err)
	}
	if err := w.control.Flush(); err != nil {
		return fmt.Errorf("write to the stream: %w", err)
	}
	return nil
}
