{{/*
Pairs of windows of the SRE workbook ("Alerting on SLOs", multiwindow, multi-burn-rate): the long one says that much of
the budget is going, the short one that it still is. The factor is how many times faster than allowed the budget goes
when the part `spend` of it is gone after the long window: for 30 days 14.4, 6 and 1. Takes `window`: `30d`.
*/}}
{{- define "observability.burnRates" -}}
{{- $hours := mulf 24 (float64 (trimSuffix "d" .window)) -}}
{{- $rates := list
  (dict "long" "1h" "short" "5m" "for" "2m" "severity" "page" "spend" 0.02 "hours" 1)
  (dict "long" "6h" "short" "30m" "for" "15m" "severity" "page" "spend" 0.05 "hours" 6)
  (dict "long" "3d" "short" "6h" "for" "1h" "severity" "ticket" "spend" 0.1 "hours" 72) -}}
{{- range $rates }}
{{- $_ := set . "factor" (round (divf (mulf .spend $hours) .hours) 4) }}
{{- end }}
{{- toJson $rates -}}
{{- end -}}
