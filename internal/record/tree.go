package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// maxDepth is how many objects and lists may stand inside one another in a body.
const maxDepth = 32

type nodeKind int

const (
	nodeNull nodeKind = iota
	nodeBool
	nodeNumber
	nodeString
	nodeList
	nodeObject
)

// String names a kind as a sentence about a body does: "a number".
func (k nodeKind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "a list", "an object"}[k]
}

// node is one JSON value, with its object keys in the order of the body.
type node struct {
	kind  nodeKind
	text  string // of a string; of a number its literal
	truth bool
	keys  []string // of an object, one for each item
	items []*node
}

// parseTree reads a body into nodes and reports bad syntax, trailing data, repeated keys and too deep
// nesting. The node is nil when the syntax is bad; a repeated key keeps its last value.
func parseTree(body []byte) (*node, Faults) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, Faults{{Code: "empty_body", Detail: "The body is empty.", Hint: "Send one JSON object."}}
	}
	var raw json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return nil, Faults{syntaxFault(body, err)}
	}
	p := treeParser{tokens: json.NewDecoder(bytes.NewReader(body))}
	p.tokens.UseNumber()
	return p.value("", 0), p.faults
}

// syntaxFault turns an error of encoding/json into a fault with the line and column.
func syntaxFault(body []byte, err error) Fault {
	fault := Fault{Code: "invalid_json", Detail: "The body is not JSON: " + err.Error() + ".", Hint: "Send one JSON object."}
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fault
	}
	at := min(max(int(syntax.Offset)-1, 0), len(body))
	line := bytes.Count(body[:at], []byte("\n")) + 1
	column := at - bytes.LastIndexByte(body[:at], '\n')
	reason := syntax.Error()
	if strings.Contains(reason, "after top-level value") {
		return Fault{
			Code:   "trailing_data",
			Detail: fmt.Sprintf("There is more after the end of the JSON value, at line %d, column %d.", line, column),
			Given:  shorten(string(bytes.ToValidUTF8(body[at:], nil))),
			Hint:   "Send one JSON object and nothing after it.",
		}
	}
	fault.Detail = fmt.Sprintf("The body is not JSON: %s, at line %d, column %d.", reason, line, column)
	return fault
}

type treeParser struct {
	tokens *json.Decoder
	faults Faults
}

// next gives the next token of a body that is known to be valid JSON.
func (p *treeParser) next() json.Token {
	token, err := p.tokens.Token()
	if err != nil {
		return nil
	}
	return token
}

func (p *treeParser) value(at string, depth int) *node {
	switch token := p.next().(type) {
	case json.Delim:
		if depth == maxDepth {
			p.skip()
			p.faults = append(p.faults, Fault{
				Pointer: at,
				Code:    "too_deep",
				Detail:  fmt.Sprintf("Objects and lists stand more than %d deep inside one another.", maxDepth),
			})
			return &node{}
		}
		if token == '[' {
			return p.list(at, depth)
		}
		return p.object(at, depth)
	case string:
		return &node{kind: nodeString, text: token}
	case json.Number:
		return &node{kind: nodeNumber, text: token.String()}
	case bool:
		return &node{kind: nodeBool, truth: token, text: strconv.FormatBool(token)}
	}
	return &node{}
}

func (p *treeParser) list(at string, depth int) *node {
	n := &node{kind: nodeList}
	for p.tokens.More() {
		n.items = append(n.items, p.value(index(at, len(n.items)), depth+1))
	}
	p.next()
	return n
}

func (p *treeParser) object(at string, depth int) *node {
	n := &node{kind: nodeObject}
	seen := map[string]int{}
	for p.tokens.More() {
		name, _ := p.next().(string)
		below := key(at, name)
		value := p.value(below, depth+1)
		if i, ok := seen[name]; ok {
			p.faults = append(p.faults, Fault{
				Pointer: below,
				Code:    "duplicate_key",
				Detail:  fmt.Sprintf("The key %s stands twice in one object.", quoted(name)),
				Hint:    "Leave one of them out.",
			})
			n.items[i] = value
			continue
		}
		seen[name] = len(n.items)
		n.keys = append(n.keys, name)
		n.items = append(n.items, value)
	}
	p.next()
	return n
}

// skip passes over the rest of an object or list whose first bracket was read.
func (p *treeParser) skip() {
	for open := 1; open > 0; {
		token, err := p.tokens.Token()
		switch {
		case err != nil:
			return
		case token == json.Delim('[') || token == json.Delim('{'):
			open++
		case token == json.Delim(']') || token == json.Delim('}'):
			open--
		}
	}
}

// key extends an RFC 6901 pointer by an object's key.
func key(at, name string) string {
	if strings.ContainsAny(name, "~/") {
		name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	return at + "/" + name
}

// index extends an RFC 6901 pointer by a position in a list.
func index(at string, i int) string { return at + "/" + strconv.Itoa(i) }
