{{/* The analysis of one step: templates of the cluster's baseline, with the thresholds of this service. */}}
{{- define "service.analysis" -}}
{{- $analysis := .Values.canary.analysis -}}
templates:
  - templateName: {{ ternary "backlot-worker" "backlot-web" (eq .Values.kind "worker") }}
    clusterScope: true
  {{- if $analysis.playback }}
  - templateName: backlot-playback
    clusterScope: true
  {{- end }}
args:
  {{- include "service.analysisArguments" . | nindent 2 }}
{{- end -}}

{{- define "service.analysisArguments" -}}
{{- $analysis := .Values.canary.analysis -}}
- name: service
  value: {{ include "lib.name" . | quote }}
- name: namespace
  value: {{ .Release.Namespace | quote }}
- name: canary-hash
  valueFrom:
    podTemplateHashValue: Latest
- name: stable-hash
  valueFrom:
    podTemplateHashValue: Stable
{{- range $name, $value := dict
  "prometheus" $analysis.prometheus
  "initial-delay" $analysis.initialDelay
  "interval" $analysis.interval
  "count" (int64 $analysis.count)
  "window" $analysis.window
  "minimum-samples" (int64 $analysis.minimumSamples)
  "failure-limit" (int64 $analysis.failureLimit)
  "undecided-limit" (int64 $analysis.undecidedLimit)
  "abort-below" (ternary (int64 $analysis.minimumSamples) 0 (eq $analysis.undecided "abort"))
  "error-limit" (int64 $analysis.errorLimit)
  "no-number-limit" (add $analysis.undecidedLimit $analysis.errorLimit)
  "success-rate" $analysis.successRate
  "success-rate-margin" $analysis.successRateMargin
  "latency-p95" $analysis.latencyP95
  "latency-ratio" $analysis.latencyRatio }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with $analysis.playback }}
{{- $names := dict "startupP95" "startup-p95" "startupRatio" "startup-ratio" "rebufferRatio" "rebuffer-ratio" "rebufferMargin" "rebuffer-margin" "minimumPlays" "minimum-plays" }}
{{- range $key, $value := . }}
- name: {{ get $names $key }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end -}}
