{{/*
Where the pods of a service go. Takes `root` and `hash`, the label that tells versions apart: each version is spread by
itself, so that neither a canary nor a rolling update is kept away from a zone by pods of the other version.
Zones that have only tainted nodes, as in an outage, do not count; they would keep every new pod waiting.
*/}}
{{- define "lib.zoneSpread" -}}
{{- if .root.Values.topology.zones }}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ .root.Values.topology.zonePolicy | quote }}
    nodeAffinityPolicy: Honor
    nodeTaintsPolicy: Honor
    labelSelector:
      matchLabels:
        {{- include "lib.selectorLabels" .root | nindent 8 }}
    matchLabelKeys: [{{ .hash | quote }}]
{{- end }}
{{- end -}}

{{/* Preferred, not required: a service with more pods than there are nodes must still get them. */}}
{{- define "lib.hostSpread" -}}
{{- if .Values.topology.hosts }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "lib.selectorLabels" . | nindent 14 }}
{{- end }}
{{- end -}}

{{/* On which nodes pods may run, and who goes first. */}}
{{- define "lib.placement" -}}
{{- with .Values.priorityClass }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
