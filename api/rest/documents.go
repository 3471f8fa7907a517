package rest

import "backchannel/internal/record"

// listDocuments answers with documents.
//
//	@Summary		List documents
//	@Description	Published articles, readouts, posts and texts; as_of leaves out what was published later.
//	@ID				listDocuments
//	@Tags			documents
//	@Param			list	query		DocumentList	false	"Which of them, and what is shown"
//	@Success		200		{object}	DocumentPage	"The documents"
//	@Router			/v1/documents [get]
func (s *Server) listDocuments(x *exchange) error {
	return s.listRecords(x, record.TypeDocument)
}

// getDocument answers with one document.
//
//	@Summary		Get a document
//	@Description	One document.
//	@ID				getDocument
//	@Tags			documents
//	@Param			id		path		string		true	"The document's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	DocumentOne	"The document"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/documents/{id} [get]
func (s *Server) getDocument(x *exchange) error { return s.getRecord(x, record.TypeDocument) }
