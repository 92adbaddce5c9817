{{/*
A dashboard of Grafana as JSON, out of the short form in files/dashboards: rows of panels that share the width, each with
its queries. Identifiers and places are counted here, so that a panel can be moved by moving its lines.
*/}}
{{- define "observability.dashboard" -}}
{{- $source := dict "type" "prometheus" "uid" "${datasource}" -}}
{{- $panels := list -}}
{{- $y := 0 -}}
{{- $id := 1 -}}
{{- range $row := .rows }}
{{- $panels = append $panels (dict "id" $id "type" "row" "title" $row.title "collapsed" false "panels" list "gridPos" (dict "x" 0 "y" $y "w" 24 "h" 1)) }}
{{- $id = add $id 1 }}
{{- $y = add $y 1 }}
{{- $width := div 24 (len $row.panels) }}
{{- range $index, $panel := $row.panels }}
{{- $targets := list }}
{{- range $number, $query := $panel.queries }}
{{- $targets = append $targets (dict "refId" (printf "%c" (add 65 $number | int)) "datasource" $source "expr" $query.expr "legendFormat" ($query.legend | default "__auto")) }}
{{- end }}
{{- $defaults := dict "unit" ($panel.unit | default "short") }}
{{- if hasKey $panel "min" }}{{ $_ := set $defaults "min" $panel.min }}{{ end }}
{{- if hasKey $panel "max" }}{{ $_ := set $defaults "max" $panel.max }}{{ end }}
{{- $place := dict "x" (mul $index $width) "y" $y "w" $width "h" 8 }}
{{- $panels = append $panels (dict "id" $id "type" ($panel.type | default "timeseries") "title" $panel.title "description" ($panel.description | default "") "datasource" $source "fieldConfig" (dict "defaults" $defaults "overrides" list) "gridPos" $place "targets" $targets "options" dict) }}
{{- $id = add $id 1 }}
{{- end }}
{{- $y = add $y 8 }}
{{- end }}
{{- $variables := list (dict "name" "datasource" "type" "datasource" "query" "prometheus" "label" "Data source") }}
{{- range .variables }}
{{- $variables = append $variables (dict "name" .name "label" .label "type" "query" "datasource" $source "query" (dict "query" .query "refId" .name) "refresh" 2 "sort" 1) }}
{{- end }}
{{- dict "uid" .uid "title" .title "description" .description "tags" (list "backlot") "schemaVersion" 41 "editable" false "graphTooltip" 1 "refresh" "30s" "time" (dict "from" .from "to" "now") "templating" (dict "list" $variables) "panels" $panels | toPrettyJson -}}
{{- end -}}
