# Takes out of the default graph what one named graph tells and no other that it is filled from.
# $graph: the IRI of the graph; $apart: those that the default graph is not filled from.
DELETE { ?s ?p ?o }
WHERE {
  GRAPH $graph { ?s ?p ?o }
  FILTER NOT EXISTS {
    GRAPH ?other { ?s ?p ?o }
    FILTER(?other NOT IN ($graph, $apart))
  }
}
