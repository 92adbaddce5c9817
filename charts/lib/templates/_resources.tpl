{{- define "lib.resources" -}}
requests:
  cpu: {{ .Values.resources.requests.cpu | quote }}
  memory: {{ .Values.resources.requests.memory | quote }}
  ephemeral-storage: {{ .Values.resources.requests.ephemeralStorage | quote }}
limits:
  {{- with .Values.resources.limits.cpu }}
  cpu: {{ . | quote }}
  {{- end }}
  memory: {{ .Values.resources.limits.memory | quote }}
  ephemeral-storage: {{ .Values.resources.limits.ephemeralStorage | quote }}
{{- end -}}
