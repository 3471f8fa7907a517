// Package sample is a small annotated API with everything in it that swag gets wrong or cannot say.
package sample

import (
	"net/http"

	"backchannel/internal/format"
	"backchannel/internal/record"
)

// page is an answer of many.
type page[T any] struct {
	Data []T         `json:"data"`
	Page format.Page `json:"page"`
	Meta format.Meta `json:"meta"`
}

// eventPage is a defined type: an alias of a generic type would come out empty.
type eventPage page[record.EventAnswer]

// eventOne is an answer of one.
type eventOne struct {
	Data record.EventAnswer `json:"data"`
	Meta format.Meta        `json:"meta"`
}

// Problem is an error.
type Problem struct {
	Title  string        `json:"title" example:"Nothing is here"`
	Status int           `json:"status" minimum:"400" maximum:"599"`
	Errors record.Faults `json:"errors,omitempty"`
}

// query is the query string of the list.
type query struct {
	Kind  []string `query:"kind" form:"kind"`
	Limit int      `query:"limit" form:"limit" minimum:"1" maximum:"1000" default:"50" example:"20"` // how many at most
	Sort  string   `query:"sort" form:"sort" enums:"date,-date" example:"-date"`                     // the order
	Rows  string   `query:"rows" form:"rows" example:"citations"`                                    // one line for each of these
}

// ListEvents lists.
//
//	@ID			listEvents
//	@Summary	List events
//	@Description	Every event of the filter.
//	@Tags		events
//	@Param		q	query		query	false	"the filter"
//	@Success	200	{object}	eventPage	"The events."
//	@Header		200	{string}	X-Sample	"A header of its own."
//	@Failure	400	{object}	Problem		"Bad Request"
//	@Router		/v1/events [get]
func ListEvents(http.ResponseWriter, *http.Request) {}

// GetEvent gets.
//
//	@ID			getEvent
//	@Summary	Get an event
//	@Description	One event.
//	@Tags		events
//	@Param		id	path		string		true	"The event."	example(2025-04-25-putin-witkoff-moscow)
//	@Param		limit	query	int	false	"how many at most"	minimum(1) maximum(1000) default(50) example(20)
//	@Success	200	{object}	eventOne	"The event."
//	@Failure	410	{object}	Problem	"It was retracted; the reason is told."
//	@Router		/v1/events/{id} [get]
func GetEvent(http.ResponseWriter, *http.Request) {}

// PutEvent puts.
//
//	@ID			putEvent
//	@Summary	Put an event
//	@Description	Creates or replaces.
//	@Tags		events
//	@Security	Bearer[editor]
//	@Param		id		path		string			true	"The event."	example(2025-04-25-putin-witkoff-moscow)
//	@Param		body	body		record.Event	true	"The event."
//	@Success	201		{object}	eventOne		"The event as stored."
//	@Router		/v1/events/{id} [put]
//	@x-oas		{"responses":{"422":{"$ref":"#/components/responses/UnprocessableEntity"}}}
func PutEvent(http.ResponseWriter, *http.Request) {}

// Ready tells.
//
//	@ID			ready
//	@Summary	Ready
//	@Description	Says ready.
//	@Tags		operations
//	@Produce	plain
//	@Success	200	{string}	string	"Ready."
//	@Failure	503	{object}	Problem	"The database does not answer."
//	@Router		/readyz [get]
func Ready(http.ResponseWriter, *http.Request) {}
