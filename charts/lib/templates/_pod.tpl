{{/* The pod of a container that `lib.container` makes; takes the same, and `serviceAccount`, `hash`, `restartPolicy`. */}}
{{- define "lib.podSpec" -}}
{{- $values := .root.Values -}}
serviceAccountName: {{ .serviceAccount | quote }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if .restartPolicy }}
restartPolicy: {{ .restartPolicy | quote }}
{{- end }}
terminationGracePeriodSeconds: {{ int $values.termination.gracePeriodSeconds }}
{{- include "lib.placement" .root }}
{{- if .serves }}
{{- include "lib.zoneSpread" . }}
{{- include "lib.hostSpread" .root }}
{{- end }}
securityContext:
  {{- include "lib.podSecurityContext" .root | nindent 2 }}
containers:
  - {{ include "lib.container" . | indent 4 | trim }}
{{- with $values.scratch }}
volumes:
  {{- range . }}
  - name: {{ .name | quote }}
    emptyDir:
      sizeLimit: {{ .size | quote }}
      {{- if .memory }}
      medium: Memory
      {{- end }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Annotations of the pods of a service. */}}
{{- define "lib.podAnnotations" -}}
{{- $own := dict -}}
{{- if .Values.config }}{{ $_ := set $own "checksum/config" (.Values.config | toJson | sha256sum) }}{{ end -}}
{{- if .Values.slo.playback }}{{ $_ := set $own "backlot.dev/playback" "true" }}{{ end -}}
{{- with .Values.autoscaling.queues }}{{ $_ := set $own "backlot.dev/queue" (first .).name }}{{ end -}}
{{- with .Values.podMonitor.profile }}{{ if ne . "go" }}{{ $_ := set $own "backlot.dev/metrics-profile" . }}{{ end }}{{ end -}}
{{- with merge $own .Values.podAnnotations }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/* Pod template of a service that keeps running. Takes `root` and `hash`. */}}
{{- define "lib.servingPod" -}}
{{- $name := include "lib.name" .root -}}
metadata:
  labels:
    {{- include "lib.labels" .root | nindent 4 }}
    {{- with .root.Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with include "lib.podAnnotations" .root }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  {{- $pod := dict "name" $name "secret" $name "serves" true "serviceAccount" (include "lib.serviceAccountName" .root) }}
  {{- $pod = merge $pod . (dict "command" .root.Values.command "args" .root.Values.args) }}
  {{- include "lib.podSpec" $pod | nindent 2 }}
{{- end -}}
