package rest

import "backchannel/internal/record"

// listSources answers with sources.
//
//	@Summary		List sources
//	@Description	Those who publish: wires, newspapers, ministries, channels.
//	@ID				listSources
//	@Tags			sources
//	@Param			list	query		SourceList	false	"Which of them, and what is shown"
//	@Success		200		{object}	SourcePage	"The sources"
//	@Router			/v1/sources [get]
func (s *Server) listSources(x *exchange) error {
	return s.listRecords(x, record.TypeSource)
}

// getSource answers with one source.
//
//	@Summary		Get a source
//	@Description	One source.
//	@ID				getSource
//	@Tags			sources
//	@Param			id		path		string		true	"The source's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	SourceOne	"The source"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/sources/{id} [get]
func (s *Server) getSource(x *exchange) error { return s.getRecord(x, record.TypeSource) }
