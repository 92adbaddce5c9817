{{/*
The objectives of a service as JSON: `name`, `budget` (part that may go wrong), and `bad` and `all`, the selectors whose
rates give the part that went wrong. `good` instead of `bad` when what is counted is what went right. `otherBad` and `otherAll`
count the same where there is no `all`. Bad is all that isn't known to be good: a matcher with `!` takes a series without the
label, too.
Takes `service`.
*/}}
{{- define "observability.objectives" -}}
{{- $service := .service -}}
{{- $slo := $service.slo | default dict -}}
{{- $pods := printf "namespace=%q,app_kubernetes_io_name=%q" $service.namespace $service.name -}}
{{- $worker := eq $service.kind "worker" -}}
{{- $count := ternary "messages_processed_total" "http_requests_total" $worker -}}
{{- $failed := ternary "outcome!=\"ok\"" "code!~\"[1-4]..\"" $worker -}}
{{- $time := ternary "message_processing_duration_seconds" "http_request_duration_seconds" $worker -}}
{{- $all := list -}}
{{- with $slo.availability }}
{{- $availability := dict "name" "availability" "budget" (include "observability.budget" .) "bad" (printf "%s{%s,%s}" $count $pods $failed) "all" (printf "%s{%s}" $count $pods) }}
{{- if not $worker }}
{{- $_ := set $availability "otherBad" (printf "%s_count{%s,%s}" $time $pods $failed) }}
{{- $_ := set $availability "otherAll" (printf "%s_count{%s}" $time $pods) }}
{{- end }}
{{- $all = append $all $availability }}
{{- end }}
{{- with $slo.latencyP95 }}
{{- $le := include "observability.boundary" (dict "service" $service "metric" $time "value" .) }}
{{- $all = append $all (dict "name" "latency" "budget" "0.05" "good" (printf "%s_bucket{%s,%s}" $time $pods $le) "all" (printf "%s_count{%s}" $time $pods)) }}
{{- end }}
{{- with $slo.playback }}
{{- $le := include "observability.boundary" (dict "service" $service "metric" "playback_startup_seconds" "value" .startupP95) }}
{{- $all = append $all (dict "name" "startup" "budget" "0.05" "good" (printf "playback_startup_seconds_bucket{%s,%s}" $pods $le) "all" (printf "playback_startup_seconds_count{%s}" $pods)) }}
{{- $all = append $all (dict "name" "rebuffering" "budget" (.rebufferRatio | toString) "bad" (printf "playback_rebuffer_seconds_total{%s}" $pods) "all" (printf "playback_watch_seconds_total{%s}" $pods)) }}
{{- end }}
{{- toJson $all -}}
{{- end -}}

{{/* Part that may go wrong, of an objective in percent: 99.9 leaves 0.001. Rounded, as 100 - 99.9 is not quite 0.1. */}}
{{- define "observability.budget" -}}
{{- divf (round (subf 100 .) 6) 100 | toString -}}
{{- end -}}

{{/* The histogram counts what is below its boundaries, and nothing in between. Prometheus writes 1 as 1.0. */}}
{{- define "observability.boundary" -}}
{{- $boundaries := dict
  "http_request_duration_seconds" (list 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 10.0)
  "message_processing_duration_seconds" (list 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1.0 2.5 5.0 10.0 30.0 60.0)
  "playback_startup_seconds" (list 0.25 0.5 0.75 1.0 1.5 2.0 3.0 5.0 10.0) -}}
{{- $texts := list -}}
{{- range get $boundaries .metric }}{{ $texts = append $texts (toString .) }}{{ end -}}
{{- $text := .value | float64 | toString -}}
{{- if not (has $text $texts) }}
{{- fail (printf "services: %s wants %s s, and the histogram %s has no such boundary; take one of %s" .service.name $text .metric (join ", " $texts)) }}
{{- end }}
{{- printf "le=~\"%s(\\\\.0)?\"" (replace "." "\\\\." $text) -}}
{{- end -}}

{{/* The part that went wrong over a window. Takes `objective` and `window`. Nothing without requests: 0 / 0 is no number. */}}
{{- define "observability.errorRatio" -}}
{{- $all := printf "sum(rate(%s[%s]))" .objective.all .window -}}
{{- if .objective.otherAll -}}
{{- $other := printf "sum(rate(%s[%s]))" .objective.otherAll .window -}}
(sum(rate({{ .objective.bad }}[{{ .window }}])) or (sum(rate({{ .objective.otherBad }}[{{ .window }}])) unless {{ $all }}) or vector(0)) / (({{ $all }} or {{ $other }}) > 0)
{{- else if .objective.good -}}
1 - ((sum(rate({{ .objective.good }}[{{ .window }}])) or vector(0)) / ({{ $all }} > 0))
{{- else -}}
(sum(rate({{ .objective.bad }}[{{ .window }}])) or vector(0)) / ({{ $all }} > 0)
{{- end -}}
{{- end -}}
